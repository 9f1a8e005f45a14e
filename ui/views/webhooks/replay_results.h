// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/gateway/webhook_values.h"
#include "ui/models/row_models.h"
#include "ui/shell/context.h"

#include <QStackedWidget>

#include <map>

class QTableView;

namespace gatehouse::ui {

/// How each replayed event ended, as it goes: where it went and what was answered there; of a dry run, field
/// by field what would differ.
class ReplayResults : public QStackedWidget
{
    Q_OBJECT

public:
    ReplayResults(Context& context, QWidget* parent);

    void clear(bool dryRun);
    void show(const ReplayRun& run);
    /// What has become of a delivery, whoever's it is.
    void note(const Delivery& delivery);
    /// "3 delivered, 1 under way, 2 given up"; empty before there are any.
    [[nodiscard]] QString summary() const;

private:
    struct SentRow
    {
        std::string event;
        std::string state;
        QString outcome;
        QString to;
        QString detail;
        bool bad = false;
    };

    struct DiffRow
    {
        std::string event;
        std::string state;
        std::string what;
        std::string before;
        std::string after;
    };

    void buildSent();
    void buildDiffs();
    void fill();
    [[nodiscard]] SentRow rowOf(const ReplayItem& item, const std::string& deliveryId) const;

    Context& m_context;
    std::vector<ReplayItem> m_items;
    std::map<std::string, Delivery, std::less<>> m_deliveries;
    RowModel<SentRow>* m_sent = nullptr;
    QTableView* m_sentTable = nullptr;
    RowModel<DiffRow>* m_diffs = nullptr;
    QTableView* m_diffTable = nullptr;
};

} // namespace gatehouse::ui
