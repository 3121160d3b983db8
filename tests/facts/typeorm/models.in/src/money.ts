const properties = new Map<object, string[]>();

export function Money(options?: { nullable?: boolean }) {
  return (entity: object, name: string) => {
    properties.set(entity, [...(properties.get(entity) ?? []), name]);
  };
}

export const moneyOf = (entity: object) => properties.get(entity) ?? [];
export function isMoney() {
  return true;
}
