; What JavaScript itself, its types and GraphQL do with rows.
; https://developer.mozilla.org/docs/Web/JavaScript/Reference/Global_Objects/Array

; users.map((user) => user.nickname)
((identifier) @query
  (#word? @query "map" "flatMap" "reduce" "forEach" "each" "some" "every" "findIndex" "groupBy" "keyBy"
    "sortBy" "mapSeries" "uniqBy")
  (#set! query.gives "unknown")
  (#set! query.block "row"))

; users.filter((user) => user.isActive)
((identifier) @query
  (#word? @query "filter" "sort" "toSorted" "slice" "reverse" "concat" "orderBy")
  (#set! query.gives "same")
  (#set! query.block "row"))

((identifier) @query
  (#word? @query "at" "pop" "shift" "findLast")
  (#set! query.gives "row")
  (#set! query.block "row"))

; findUser(id).then((user) => user.nickname)
((identifier) @query
  (#word? @query "then" "tap" "finally" "catch" "data" "dataValues" "rows" "nodes" "toJSON" "lean" "exec"
    "get" "value" "unwrap" "result" "results" "reload" "clone" "structuredClone")
  (#set! query.gives "same")
  (#set! query.block "same"))

; Partial<User>, Promise<User>
((identifier) @query
  (#word? @query "Partial" "Required" "Readonly" "NonNullable" "Promise" "Awaited" "Nullable" "Maybe"
    "Loaded" "Ref" "Reference" "InferAttributes" "InferCreationAttributes" "DeepPartial" "Selectable"
    "Insertable" "Updateable" "QueryDeepPartialEntity" "HydratedDocument" "InstanceType")
  (#set! query.gives "same"))

; Pick<User, 'nickname'>
((identifier) @query
  (#word? @query "Pick" "Except" "SetRequired" "SetOptional")
  (#set! query.gives "row")
  (#set! query.how "declare"))

; Omit<User, 'nickname'> takes any name.
; https://www.typescriptlang.org/docs/handbook/utility-types.html
((identifier) @query
  (#word? @query "Omit")
  (#set! query.gives "row")
  (#set! query.how "mention"))

; User[]
((identifier) @query
  (#word? @query "Array" "ReadonlyArray" "Set" "Iterable" "Collection")
  (#set! query.gives "rows"))

; const user = await getUserById(id)
((identifier) @query
  (#word? @query "get" "find" "fetch" "load" "create" "use" "require" "ensure" "make" "build" "lookup" "add"
    "insert" "select" "update" "upsert" "save" "query")
  (#set! query.gives "named"))

; gql`query { user { nickname } }`
((identifier) @query
  (#word? @query "gql" "graphql")
  (#set! query.gives "graphql"))

; Types and classes that serve a model and are named for it.
((identifier) @companion
  (#word? @companion "Dto" "DTO" "Input" "Props" "Payload" "Response" "Args" "Params" "Attributes" "Fields"
    "Interface" "Schema" "Model" "Entity" "Data" "Row" "Record" "Document" "Object" "Type" "Resolver"
    "Resolvers" "Source" "Output" "Result" "Item" "Fragment" "Select" "Repository" "Service" "Options"
    "WhereInput" "WhereUniqueInput" "CreateInput" "UpdateInput" "UncheckedCreateInput"
    "UncheckedUpdateInput" "CreateManyInput" "UpdateManyMutationInput" "OrderByWithRelationInput"
    "Include" "GetPayload" "CreationAttributes" "FindManyArgs" "Connection"))

; t("users.email"): the key of a message
((identifier) @query
  (#word? @query "t" "$t" "tc" "$tc" "te" "translate" "formatMessage" "i18nKey")
  (#set! query.gives "message"))
