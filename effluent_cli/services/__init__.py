"""What a user can have done: one public function per use case. The only callers of the door to a write."""
