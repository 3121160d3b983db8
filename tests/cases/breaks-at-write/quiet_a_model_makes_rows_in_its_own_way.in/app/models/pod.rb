class Pod < ApplicationRecord
  class << self
    def find_or_create_by(options)
      uri = URI.parse(options.fetch(:url))
      find_or_initialize_by(host: uri.host, port: uri.port).tap(&:save)
    end
  end
end
