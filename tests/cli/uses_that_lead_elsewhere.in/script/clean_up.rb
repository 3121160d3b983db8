Shop.where("visits IS NULL").each(&:destroy)
