module Club
  class Application < Rails::Application
    config.encoding = "utf-8"
  end
end
