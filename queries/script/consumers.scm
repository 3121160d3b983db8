; What JavaScript, its web frameworks and small libraries do with values that are handed to them.

; res.json(user), reply.send(user), NextResponse.json(user)
((identifier) @outlet
  (#word? @outlet "end" "json" "jsonp" "send")
  (#set! outlet.reach "outside"))

; ctx.body = user
((identifier) @outlet
  (#word? @outlet "body")
  (#set! outlet.reach "outside")
  (#set! outlet.of "ctx")
  (#set! outlet.of "context")
  (#set! outlet.of "response")
  (#set! outlet.of "res"))

; req.body, request.query, ctx.request.body
((identifier) @inflow
  (#word? @inflow "body" "query")
  (#set! inflow.is "sent")
  (#set! inflow.of "req")
  (#set! inflow.of "request")
  (#set! inflow.of "ctx"))

; await request.json(), request.all(), c.req.json()
((identifier) @inflow
  (#word? @inflow "all" "body" "json" "validatedBody")
  (#set! inflow.is "call")
  (#set! inflow.of "req")
  (#set! inflow.of "request"))

; users.map((user) => ({ ...user })), promise.then((user) => …)
((identifier) @consumer
  (#word? @consumer "flatMap" "map" "then")
  (#set! consumer.shape "each"))

; users.filter((user) => …), users.slice(1)
((identifier) @consumer
  (#word? @consumer "at" "catch" "concat" "filter" "finally" "pop" "rows" "reverse" "shift" "slice" "sort" "toArray")
  (#set! consumer.shape "same"))

; Object.assign({}, user), JSON.stringify(user), Promise.all([…])
((identifier) @consumer
  (#word? @consumer "all" "allSettled" "assign" "cloneDeep" "defaults" "extend" "stringify" "structuredClone" "toJS")
  (#set! consumer.shape "passes"))

; _.omit(user, ['password'])
((identifier) @consumer
  (#word? @consumer "omit" "unset")
  (#set! consumer.shape "passes")
  (#set! consumer.except "arguments"))

; Object.assign(user, req.body), em.assign(user, req.body), _.merge(user, req.body)
((identifier) @consumer
  (#word? @consumer "assign" "extend" "merge")
  (#set! consumer.shape "assigns"))

; instanceToPlain(user), plainToInstance(UserDto, user)
((identifier) @consumer
  (#word? @consumer "classToPlain" "instanceToInstance" "instanceToPlain" "plainToClass" "plainToInstance")
  (#set! consumer.shape "transformed"))

; @Exclude() password
((identifier) @consumer
  (#word? @consumer "Exclude")
  (#set! consumer.shape "excluded"))

; @Expose() email
((identifier) @consumer
  (#word? @consumer "Expose")
  (#set! consumer.shape "exposed"))

; @UseInterceptors(ClassSerializerInterceptor): class-transformer makes plain objects of what is answered
; https://docs.nestjs.com/techniques/serialization
((identifier) @consumer
  (#word? @consumer "ClassSerializerInterceptor")
  (#set! consumer.shape "serializer"))

; app.useGlobalInterceptors(new ClassSerializerInterceptor(…)), { provide: APP_INTERCEPTOR, useClass: … }
((identifier) @consumer
  (#word? @consumer "useGlobalInterceptors" "APP_INTERCEPTOR")
  (#set! consumer.shape "everywhere"))

; @SerializeOptions({ strategy: 'excludeAll' })
((identifier) @consumer
  (#word? @consumer "SerializeOptions")
  (#set! consumer.shape "serialized"))

; getTableColumns(users)
((identifier) @consumer
  (#word? @consumer "getColumns" "getTableColumns" "getViewSelectedFields")
  (#set! consumer.shape "columns"))

; sequelize.query('SELECT * FROM users'), prisma.$queryRaw`…`, knex.raw(…)
((identifier) @consumer
  (#word? @consumer "$queryRaw" "$queryRawUnsafe" "any" "execute" "many" "manyOrNone" "one" "oneOrNone" "query" "raw" "rawQuery" "sendNativeQuery" "sql" "unsafe")
  (#set! consumer.shape "sql"))

; @Get() of a controller, getServerSideProps
((identifier) @consumer
  (#word? @consumer "All" "Delete" "Get" "Patch" "Post" "Put" "getServerSideProps" "getStaticProps")
  (#set! consumer.shape "handler"))

; procedure.input(schema).query(async ({ input }) => …) of tRPC
((identifier) @consumer
  (#word? @consumer "mutation" "query")
  (#set! consumer.shape "handler"))

; procedure.output(schema) of tRPC
((identifier) @consumer
  (#word? @consumer "output")
  (#set! consumer.shape "names"))
