Rails.application.config.filter_parameters += [:passw, :token, :_key]
