ActiveSupport::Inflector.inflections(:en) do |inflect|
  inflect.irregular "kunde", "kunden"
  inflect.uncountable "police"
  inflect.acronym "API"
end
