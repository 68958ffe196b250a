#include "cli/commands.hpp"

int main(int argument_count, char** arguments)
{
    return dorfnetz::cli::run(argument_count, arguments);
}
