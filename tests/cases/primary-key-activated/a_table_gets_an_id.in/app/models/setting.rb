class Setting < ApplicationRecord

end
