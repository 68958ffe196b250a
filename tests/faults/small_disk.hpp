#pragma once

#include <filesystem>
#include <memory>
#include <string>

namespace dorfnetz::faults {

// A place for files that can be made full. The directory for temporary files is on it as long as it lives.
class Disk
{
public:
    virtual ~Disk() = default;
    // From now on no file can grow.
    virtual void fill() = 0;
    virtual void give_space_back() = 0;
};

// A real file system of a few megabytes in memory. Mounting it takes rights in a namespace of one's own,
// which not every machine gives: then nothing.
std::unique_ptr<Disk> mounted_disk();

// The limit that the kernel sets to files of a process (RLIMIT_FSIZE); can be had everywhere.
std::unique_ptr<Disk> limited_files();

} // namespace dorfnetz::faults
