// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/widgets/payload_text.h"

#include <QAbstractScrollArea>

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace gatehouse::ui {

/// Bytes as they are: offset, hexadecimal, and what is readable of them, 16 or 8 to a row as there is room.
/// Only what is visible is looked at. Selection by mouse and keyboard; copied as hexadecimal. Read-only.
class HexArea : public QAbstractScrollArea
{
    Q_OBJECT

public:
    using Marks = std::shared_ptr<const std::vector<std::uint32_t>>;

    explicit HexArea(QWidget* parent = nullptr);

    void setBytes(PayloadTextPtr bytes);
    /// Found places, ascending, all of one length; current is an index into them.
    void setMarks(Marks offsets, std::size_t length, std::size_t current);
    /// Selects from the first to before the second offset.
    void select(std::size_t from, std::size_t to);
    void scrollTo(std::size_t offset);
    void copy() const;

    [[nodiscard]] std::string selectedHex() const;

    [[nodiscard]] std::size_t bytesInRow() const noexcept { return m_columns; }

    /// A row as it is painted, for tests and screen readers.
    [[nodiscard]] QString rowText(std::size_t row) const;
    [[nodiscard]] QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void changeEvent(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;

private:
    [[nodiscard]] int cellWidth() const;
    [[nodiscard]] int lineHeight() const;
    [[nodiscard]] int rows() const;
    /// How a byte is painted: its background, when it is found or selected.
    [[nodiscard]] std::optional<QColor> backgroundOf(std::size_t offset) const;
    [[nodiscard]] std::size_t offsetAt(QPoint position) const;
    void paintRow(QPainter& painter, std::size_t row, int y) const;
    void moveTo(std::size_t offset, bool extend);
    void updateRange();

    PayloadTextPtr m_bytes;
    std::size_t m_columns = 16;
    std::size_t m_anchor = 0;
    std::size_t m_cursor = 0;
    Marks m_marks;
    std::size_t m_markLength = 0;
    std::size_t m_currentMark = 0;
};

/// What to look for: "0x7b 22" are bytes, anything else is text. Empty: no such bytes.
[[nodiscard]] std::string hexNeedle(const std::string& text);

} // namespace gatehouse::ui
