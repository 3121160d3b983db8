Shop.update_all("visits = 1")
