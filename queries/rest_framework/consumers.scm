; Serializers of Django REST framework.
; https://www.django-rest-framework.org/api-guide/serializers/#modelserializer

; class AccountSerializer(serializers.ModelSerializer)
((identifier) @consumer
  (#word? @consumer "ModelSerializer" "HyperlinkedModelSerializer")
  (#set! consumer.shape "class")
  (#set! consumer.what "serializer")
  (#set! consumer.from "rest_framework")
  (#set! consumer.from "rest_framework_gis")
  (#set! consumer.inner "Meta")
  (#set! consumer.list "fields")
  (#set! consumer.except "exclude")
  (#set! consumer.mentions "read_only_fields")
  (#set! consumer.fixed "read_only_fields")
  (#set! consumer.options "extra_kwargs")
  (#set! consumer.depth "depth")
  (#set! consumer.uneditable "fixed")
  (#set! consumer.shows "outside")
  (#set! consumer.writes "outside"))
