ALTER TABLE "EventClass" RENAME TO "ActionClass";
ALTER INDEX "EventClass_name_siteId_key" RENAME TO "ActionClass_name_siteId_key";
