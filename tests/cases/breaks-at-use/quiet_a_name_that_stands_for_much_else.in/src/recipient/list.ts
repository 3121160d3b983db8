export const list = (documentId: number) => fetch(`/documents/${documentId}/recipients`);
