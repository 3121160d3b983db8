class Status < ApplicationRecord

end
