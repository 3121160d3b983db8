class Importer
  def import(row)
    product = Product.new(name: row.name, supplier_id: row.supplier)
    product.update!(unit: row.unit)
  end

  def params_of(params)
    params.require(:product).permit(:name, :supplier_id)
  end
end
