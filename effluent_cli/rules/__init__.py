"""Dated figures of law and market, each with its source document, and the loader that checks them."""
