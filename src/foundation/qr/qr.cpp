#include "foundation/qr/qr.hpp"

#include <qrcodegen/qrcodegen.hpp>

namespace dorfnetz::qr {

Code encode(const std::string& text)
{
    constexpr int quiet_zone = 4;
    const auto modules = qrcodegen::QrCode::encodeText(text.c_str(), qrcodegen::QrCode::Ecc::MEDIUM);
    const int size = modules.getSize();
    Code code{.side = size + 2 * quiet_zone};
    for (int row = 0; row < size; ++row)
        for (int column = 0; column < size; ++column) {
            const int begin = column;
            while (column < size && modules.getModule(column, row))
                ++column;
            if (column > begin)
                code.dark.push_back({begin + quiet_zone, row + quiet_zone, column - begin});
        }
    return code;
}

} // namespace dorfnetz::qr
