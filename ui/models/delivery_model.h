// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/delivery_fields.h"
#include "ui/models/log_model.h"
#include "ui/theme/colours.h"
#include "ui/theme/display_zone.h"

#include <vector>

namespace gatehouse::ui {

/// "▲ failing": a delivery's state as glyph and word, never as colour alone.
[[nodiscard]] QString deliveryLookText(DeliveryLook look);
[[nodiscard]] Accent deliveryLookAccent(DeliveryLook look) noexcept;

/// The deliveries that match the filter.
class DeliveryModel : public LogModel
{
    Q_OBJECT

public:
    enum Column
    {
        TimeColumn,
        StateColumn,
        TypeColumn,
        EndpointColumn,
        AttemptsColumn,
        NextColumn,
        AnswerColumn,
        TookColumn,
        AgeColumn,
        CustomerColumn,
        AccountColumn,
        ReasonColumn,
        ProviderColumn,
        EventColumn,
        MessageColumn,
        IdColumn,
        ColumnCount
    };

    DeliveryModel(const Directory& directory, const EndpointList& endpoints, const DisplayZone& zone,
                  const Clock& clock, QObject* parent = nullptr);

    /// New and changed ones, in the order they came.
    void put(const std::vector<Delivery>& deliveries);

    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation,
                                      int role = Qt::DisplayRole) const override;

    [[nodiscard]] const DeliveryRow& delivery(int row) const { return m_store.row(numberAt(row)); }

    [[nodiscard]] const DeliveryStore& store() const noexcept { return m_store; }

    [[nodiscard]] std::pair<std::string, std::string> filterTermOf(const QModelIndex& index) const override;
    /// When it is tried next: "in 4 min 12 s", "due now", "when resumed"; empty: never again.
    [[nodiscard]] QString nextText(const DeliveryRow& row) const;

protected:
    [[nodiscard]] Numbers numbers() const override { return {m_store.begin(), m_store.end()}; }

    void match(const Filter& filter, Numbers range, const ContentVerdicts& verdicts,
               Sifted& sifted) const override;

    /// Its filter has no terms that look into anything.
    [[nodiscard]] std::int64_t contentBytes(std::uint32_t) const override { return 0; }

    [[nodiscard]] std::vector<std::int64_t> sortKeys(int column,
                                                     const std::vector<std::uint32_t>& rows) const override;

    [[nodiscard]] const std::string& idOf(std::uint32_t number) const override
    {
        return m_store.row(number).id;
    }

private:
    [[nodiscard]] std::int64_t sortKey(const DeliveryRow& row, int column,
                                       const std::vector<std::int64_t>& ranks) const;
    [[nodiscard]] QString cellText(const DeliveryRow& row, int column) const;
    [[nodiscard]] QString typeText(const DeliveryRow& row) const;
    [[nodiscard]] QString ageText(const DeliveryRow& row) const;
    [[nodiscard]] QVariant colour(const DeliveryRow& row, int column) const;

    const Directory& m_directory;
    const EndpointList& m_endpoints;
    const DisplayZone& m_zone;
    const Clock& m_clock;
    DeliveryStore m_store;
};

} // namespace gatehouse::ui
