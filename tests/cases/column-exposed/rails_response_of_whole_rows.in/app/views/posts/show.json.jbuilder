json.title @post.title
json.author @post.author
