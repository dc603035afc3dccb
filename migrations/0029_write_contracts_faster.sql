ALTER TABLE "contract_records" DROP CONSTRAINT "contract_records_import_id_contract_imports_id_fk";
--> statement-breakpoint
ALTER TABLE "contract_suppliers" DROP CONSTRAINT "contract_suppliers_contract_id_contracts_id_fk";
