#pragma once

#include "features/transfer/importing.hpp"
#include "foundation/web/context.hpp"
#include "foundation/web/page.hpp"

// The pages on which a list comes in.
namespace dorfnetz::transfer {

inline constexpr std::uint64_t largest_upload = std::uint64_t{21}
                                                << 20; // bytes: 20 MB and the form around it

Result<http::Response> show_start(web::Context& context);
Result<http::Response> receive_file(web::Context& context);
Result<http::Response> show_columns(web::Context& context);
Result<http::Response> save_columns(web::Context& context);
Result<http::Response> show_preview(web::Context& context);
Result<http::Response> decide_preview(web::Context& context);
Result<http::Response> show_progress(web::Context& context);
Result<http::Response> cancel_import(web::Context& context);
Result<http::Response> download_report(web::Context& context);

// The batch of the address. Err::missing if it is not for this person.
Result<Batch> asked_batch(const web::Context& context);
std::string path_of(const Batch& batch, std::string_view page = {});

// Starts checking or applying: at once for a short list, otherwise as a job. The answer leads on.
Result<http::Response> start_check(web::Context& context, const Batch& batch);
Result<http::Response> start_apply(web::Context& context, const Batch& batch);

enum class Step { file, columns, preview, apply };

// The four steps, as a list that says where one is.
html::Safe steps(const web::Context& context, Step now);

// "Blatt „Tabelle1“, 120 Zeilen"
std::string size_text(const web::Context& context, const Batch& batch);

// What stands in a cell as its writer sees it: a date as people here write it, spaces squeezed.
std::string shown_cell(const web::Context& context, std::string_view cell);

// Asks which village is meant by each place that we do not know.
void draw_places(const web::Context& context, html::Page& page, const Batch& batch, db::Reader& reader);
// Keeps the answers of the form; whether one is otherwise than before.
bool save_meanings(db::Tx& tx, const web::Context& context, const Batch& batch);

// Whether something is to be waited for.
bool is_working(const std::optional<jobs::JobStatus>& job);
std::optional<jobs::JobStatus> job_of(const web::Context& context, const Batch& batch);

} // namespace dorfnetz::transfer
