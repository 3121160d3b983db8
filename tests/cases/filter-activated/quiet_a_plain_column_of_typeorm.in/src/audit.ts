export function DeleteDateColumn() {
  return (target: object, name: string) => Reflect.defineMetadata('audit', name, target);
}
