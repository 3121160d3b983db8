const mongoose = require('mongoose');

const userSchema = new mongoose.Schema({ email: String, isDeleted: Boolean });

userSchema.pre(/^find/, function () {
  this.where({ isDeleted: { $ne: true } });
});

module.exports = mongoose.model('User', userSchema);
