const mongoose = require('mongoose');

const userSchema = new mongoose.Schema({ email: String, isDeleted: Boolean });

userSchema.pre(/^find/, function () {
  this.where({ isDeleted: false });
});

module.exports = mongoose.model('User', userSchema);
