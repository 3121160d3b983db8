class Zone < ApplicationRecord
end
