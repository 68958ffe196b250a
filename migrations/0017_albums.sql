-- owner: pictures
-- A picture belongs to an album: the logo of a club, the picture of a village. Empty: the coordination's
-- collection, for texts. The key is made from the content and the album, so one picture in two albums is two
-- rows, and taking it out of one deletes nothing of the other.
ALTER TABLE pictures ADD COLUMN album TEXT NOT NULL DEFAULT '';

CREATE INDEX pictures_of_album ON pictures (network_id, album, uploaded_at);
