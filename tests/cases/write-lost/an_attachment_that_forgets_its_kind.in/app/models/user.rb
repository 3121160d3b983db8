class User < ApplicationRecord
  has_attached_file :avatar, styles: { thumb: "100x100>" }
  has_attached_file :scan
  validates_attachment :scan, size: { in: 0..10.megabytes }
  validates_attachment_content_type :scan, content_type: /\Aimage/
end
