extension DockerConfig {
  /// This document with `entries` in it: one whose key is there takes that entry's place, every other one comes last,
  /// in this order.
  ///
  /// Keys are equal when their bytes are. An entry that is replaced is gone, with its tokens and with the members that
  /// this library does not know, since they belonged to the credential before; everything else is kept.
  ///
  /// O(length of the document and of the entries).
  public func merging(_ entries: some Sequence<Entry>) -> DockerConfig {
    var builder = StorageBuilder(capacity: storage.arena.count)
    for entry in self.entries { builder.append(entry) }
    for entry in entries { builder.append(entry) }
    var extras = storage.extras
    extras.hasAuths = extras.hasAuths || !builder.isEmpty
    return DockerConfig(builder.finish(extras))
  }
}
