// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/filter/filter.h"
#include "ui/models/directory.h"

namespace gatehouse::ui {

/// The fields by which accounts are filtered.
[[nodiscard]] FieldTable accountFields();

class AccountRecord final : public FilterRecord
{
public:
    explicit AccountRecord(const Directory& directory)
        : m_directory(directory)
    {}

    void look(const Account& account) noexcept { m_account = &account; }

    [[nodiscard]] std::size_t textCount(std::size_t field) const override;
    [[nodiscard]] std::string_view text(std::size_t field, std::size_t index) const override;
    [[nodiscard]] std::optional<double> number(std::size_t field) const override;
    [[nodiscard]] bool containsWord(std::string_view word) const override;

private:
    const Directory& m_directory;
    const Account* m_account = nullptr;
};

} // namespace gatehouse::ui
