#pragma once

#include <filesystem>
#include <optional>

namespace dorfnetz::operations {

// Says that a program works with a data folder. Any number of programs share it; restoring needs it alone.
// The system gives it back when the program ends, however it ends.
class DataLock
{
public:
    enum class Kind { shared, alone };

    // Nothing if another program holds it in a way that does not fit. Throws std::system_error if the folder
    // cannot be written.
    static std::optional<DataLock> take(const std::filesystem::path& data, Kind kind);

    DataLock(DataLock&& other) noexcept;
    DataLock& operator=(DataLock&& other) noexcept;
    ~DataLock();

private:
    explicit DataLock(int descriptor) : m_descriptor(descriptor) {}

    int m_descriptor;
};

} // namespace dorfnetz::operations
