// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/data_directory.h"

#include <fmt/format.h>

namespace gatehouse::app {

namespace fs = std::filesystem;

Result<fs::path> prepareDataDirectory(const fs::path& directory)
{
    std::error_code error;
    auto absolute = fs::weakly_canonical(fs::absolute(directory, error), error);
    if (!error) {
        fs::create_directories(absolute, error);
    }
    if (!error && !fs::is_directory(absolute)) {
        error = std::make_error_code(std::errc::not_a_directory);
    }
    if (!error) {
        fs::permissions(absolute, fs::perms::owner_all, error);
    }
    if (error) {
        const auto code = error == std::errc::permission_denied || error == std::errc::operation_not_permitted
                              ? Errc::Forbidden
                              : Errc::Unavailable;
        return fail(code,
                    fmt::format("the data directory {} cannot be used: {}; choose another with --data-dir",
                                directory.string(), error.message()));
    }
    return absolute;
}

} // namespace gatehouse::app
