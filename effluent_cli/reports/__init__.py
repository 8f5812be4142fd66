"""How each answer is drawn: table, plain, csv, jsonl, json. Reports only draw; they work nothing out."""
