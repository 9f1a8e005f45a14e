// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <tl/expected.hpp>

#include <string>

namespace gatehouse::jsonata::pictures {

/// Why a picture string cannot be used: the reference's code and the fact its message names.
struct PictureError
{
    std::string code; ///< "D3080" … "D3093", "D3100", "D3110", "D3130" … "D3136"; "D1013" for too much work.
    std::string message; ///< Whole sentence.
    std::string value;   ///< The offending part where the reference names one.
};

template <class T>
using PictureResult = tl::expected<T, PictureError>;

} // namespace gatehouse::jsonata::pictures
