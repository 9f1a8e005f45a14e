// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/row_models.h"
#include "ui/shell/context.h"

#include <QTimer>
#include <QWidget>

class QComboBox;
class QLabel;
class QPlainTextEdit;
class QPushButton;
class QTableView;

namespace gatehouse::ui {

class Banner;

/// The mapping in force for a call, field by field with its level, and an editor that overrides one field for
/// the account or its customer. What is typed is checked against the gateway as one types.
class MappingPane : public QWidget
{
    Q_OBJECT

public:
    struct Target
    {
        std::string accountId;
        std::string environmentId;
        std::string integration;
        std::string model;
        std::string resource;
        std::string method;

        friend bool operator==(const Target&, const Target&) = default;
    };

    MappingPane(Context& context, QWidget* parent);

    void setTarget(const Target& target);

    /// A record of the provider, for the live check.
    void setSample(json::Document sample) { m_sample = std::move(sample); }

    void reload();
    void focusEditor();

Q_SIGNALS:
    /// An override was put or removed; a call made now gives another result.
    void mappingChanged();

private:
    void build();
    QWidget* buildEditor();
    void showMapping(const ResolvedMapping& mapping);
    void pick();
    void check();
    void showCheck(const Result<json::Document>& answer);
    void put();
    void remove();
    void store(const OverrideKey& key, const std::optional<json::Document>& document, const QString& done,
               const json::Document& before);
    void say(Accent meaning, const QString& text);
    [[nodiscard]] OverrideKey key() const;
    [[nodiscard]] QString levelName() const;
    void updateButtons();

    Context& m_context;
    Target m_target;
    json::Document m_sample;
    RowModel<ProvenanceRow>* m_fields;
    QTableView* m_table = nullptr;
    QComboBox* m_field = nullptr;
    QComboBox* m_level = nullptr;
    QPlainTextEdit* m_expression = nullptr;
    QLabel* m_check = nullptr;
    QPushButton* m_put = nullptr;
    QPushButton* m_remove = nullptr;
    Banner* m_outcome = nullptr;
    QTimer m_checkSoon;
    int m_checks = 0; ///< The newest check; answers of older ones are dropped.
};

} // namespace gatehouse::ui
