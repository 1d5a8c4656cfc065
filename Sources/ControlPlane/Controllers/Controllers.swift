// The room Controllers.
