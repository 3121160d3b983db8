; The application's own grammar: config/initializers/inflections.rb
; https://api.rubyonrails.org/classes/ActiveSupport/Inflector/Inflections.html

((identifier) @inflection (#word? @inflection "irregular") (#set! inflection.rule "irregular"))
((identifier) @inflection (#word? @inflection "uncountable") (#set! inflection.rule "uncountable"))
((identifier) @inflection (#word? @inflection "plural") (#set! inflection.rule "plural"))
((identifier) @inflection (#word? @inflection "singular") (#set! inflection.rule "singular"))
((identifier) @inflection (#word? @inflection "acronym") (#set! inflection.rule "acronym"))
