// An error that a user can act on: what is wrong, and where.
//
// Every failure that comes from outside (a file, an option, a damaged ledger) is thrown as
// text::Error; its message is one line, "PLACE: what is wrong", ready for stderr.
#pragma once

#include <stdexcept>
#include <string>

namespace realign::text {

class Error : public std::runtime_error {
 public:
  explicit Error(const std::string& message) : std::runtime_error(message) {}
  Error(const std::string& place, const std::string& message) : std::runtime_error(place + ": " + message) {}
};

}  // namespace realign::text
