extension JSONWriter {
  /// Writes the members that an object begins with, in the order in which kubectl prints a new one.
  mutating func writeHeader(kind: String, name: String, namespace: String?) {
    member("kind", kind)
    member("apiVersion", "v1")
    self.name("metadata")
    beginObject()
    member("name", name)
    if let namespace { member("namespace", namespace) }
    self.name("creationTimestamp")
    null()
    endObject()
  }

  /// Writes a member that is a string.
  mutating func member(_ name: String, _ value: String) {
    self.name(name)
    string(value)
  }
}
