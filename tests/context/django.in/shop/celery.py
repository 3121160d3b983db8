app.conf.beat_schedule = {
    "expire": {"task": "shop.tasks.expire", "schedule": 60.0},
}
