CREATE UNIQUE INDEX "ShareLink_envelopeId_email_key" ON "ShareLink"("envelopeId", "email");
