class DirectoryEntry < ApplicationRecord
end
