-- An income flow may say how it is taxed in place of its category.
CREATE TABLE flow_2 (
    id TEXT NOT NULL,
    name TEXT NOT NULL,
    type TEXT NOT NULL,
    category TEXT NOT NULL,
    amount INTEGER NOT NULL,
    frequency TEXT NOT NULL,
    anchor TEXT NOT NULL,
    start TEXT,
    "end" TEXT,
    from_account TEXT,
    to_account TEXT,
    member TEXT,
    source TEXT,
    property TEXT,
    separate INTEGER NOT NULL,
    stated_on TEXT,
    origin TEXT NOT NULL,
    active INTEGER NOT NULL,
    tax_treatment TEXT,
    PRIMARY KEY (id),
    CONSTRAINT "flow.id" CHECK (length(id) BETWEEN 1 AND 63 AND id GLOB '[a-z0-9]*' AND id NOT GLOB '*[^a-z0-9-]*'),
    CONSTRAINT "flow.name" CHECK (length(name) BETWEEN 1 AND 200),
    CONSTRAINT "flow.type" CHECK (type IN ('income', 'expense', 'transfer')),
    CONSTRAINT "flow.category" CHECK (category IN ('salary', 'hourly_wages', 'overtime', 'bonus', 'commission', 'tips', 'employer_contribution', 'self_employment', 'freelance', 'business_income', 'dividends', 'interest', 'capital_gains', 'rental_income', 'royalties', 'social_security', 'pension', 'retirement_distribution', 'disability', 'unemployment', 'child_support_received', 'alimony_received', 'trust_income', 'other_income', 'rent', 'property_tax', 'homeowners_insurance', 'renters_insurance', 'hoa_fees', 'home_maintenance', 'home_improvement', 'lawn_garden', 'home_security', 'electricity', 'natural_gas', 'water_sewer', 'trash', 'internet', 'phone', 'cable_streaming', 'auto_lease', 'auto_insurance', 'gas_fuel', 'auto_maintenance', 'parking', 'tolls', 'public_transit', 'rideshare', 'health_insurance', 'dental_insurance', 'vision_insurance', 'life_insurance', 'disability_insurance', 'umbrella_insurance', 'medical_expenses', 'dental_expenses', 'vision_expenses', 'prescriptions', 'mental_health', 'gym_fitness', 'groceries', 'dining_out', 'coffee_snacks', 'food_delivery', 'childcare', 'child_activities', 'school_tuition', 'child_support_paid', 'college_tuition', 'books_supplies', 'professional_dev', 'clothing', 'personal_care', 'entertainment', 'hobbies', 'subscriptions', 'vacation_travel', 'pet_food', 'pet_vet', 'pet_supplies', 'charitable', 'religious', 'gifts', 'bank_fees', 'investment_fees', 'tax_prep', 'alimony_paid', 'household_supplies', 'miscellaneous', 'fsa_contribution', 'union_dues', 'garnishment', 'federal_income_tax', 'state_income_tax', 'social_security_tax', 'medicare_tax', 'additional_medicare_tax', 'state_payroll_tax', 'self_employment_tax', 'estimated_tax', 'tax_settlement', 'tax_penalty', 'business_office', 'business_supplies', 'business_advertising', 'business_professional', 'business_travel', 'business_vehicle', 'business_rent', 'business_utilities', 'business_equipment', 'business_insurance', 'business_license', 'business_software', 'business_contractor', 'business_other', 'rental_insurance', 'rental_repairs', 'rental_management', 'rental_utilities', 'rental_tax', 'rental_other', 'mortgage_interest', 'loan_interest', 'card_interest', 'transfer')),
    CONSTRAINT "flow.amount" CHECK (amount BETWEEN -100000000000000 AND 100000000000000),
    CONSTRAINT "flow.frequency" CHECK (frequency IN ('once', 'weekly', 'biweekly', 'semimonthly', 'monthly', 'bimonthly', 'quarterly', 'semiannually', 'annually')),
    CONSTRAINT "flow.anchor" CHECK (anchor IS date(anchor) AND anchor BETWEEN '1900-01-01' AND '2200-12-31'),
    CONSTRAINT "flow.start" CHECK (start IS date(start) AND start BETWEEN '1900-01-01' AND '2200-12-31'),
    CONSTRAINT "flow.end" CHECK ("end" IS date("end") AND "end" BETWEEN '1900-01-01' AND '2200-12-31'),
    CONSTRAINT "flow.from_account" CHECK (length(from_account) BETWEEN 1 AND 63 AND from_account GLOB '[a-z0-9]*' AND from_account NOT GLOB '*[^a-z0-9-]*'),
    CONSTRAINT "flow.to_account" CHECK (length(to_account) BETWEEN 1 AND 63 AND to_account GLOB '[a-z0-9]*' AND to_account NOT GLOB '*[^a-z0-9-]*'),
    CONSTRAINT "flow.member" CHECK (length(member) BETWEEN 1 AND 63 AND member GLOB '[a-z0-9]*' AND member NOT GLOB '*[^a-z0-9-]*'),
    CONSTRAINT "flow.source" CHECK (length(source) BETWEEN 1 AND 63 AND source GLOB '[a-z0-9]*' AND source NOT GLOB '*[^a-z0-9-]*'),
    CONSTRAINT "flow.property" CHECK (length(property) BETWEEN 1 AND 63 AND property GLOB '[a-z0-9]*' AND property NOT GLOB '*[^a-z0-9-]*'),
    CONSTRAINT "flow.separate" CHECK (separate IN (0, 1)),
    CONSTRAINT "flow.stated_on" CHECK (stated_on IS date(stated_on) AND stated_on BETWEEN '1900-01-01' AND '2200-12-31'),
    CONSTRAINT "flow.origin" CHECK (length(origin) BETWEEN 1 AND 200),
    CONSTRAINT "flow.active" CHECK (active IN (0, 1)),
    CONSTRAINT "flow.tax_treatment" CHECK (tax_treatment IN ('ordinary', 'capital_gain', 'none'))
)
 WITHOUT ROWID,
 STRICT;

INSERT INTO flow_2 (
    id, name, type, category, amount, frequency, anchor, start, "end", from_account, to_account, member,
    source, property, separate, stated_on, origin, active, tax_treatment
)
SELECT
    id, name, type, category, amount, frequency, anchor, start, "end", from_account, to_account, member,
    source, property, separate, stated_on, origin, active, NULL
FROM flow;

DROP TABLE flow;

ALTER TABLE flow_2 RENAME TO flow;
