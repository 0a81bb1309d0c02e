/// What the parser makes of the tokens: a document's nodes in order.
struct Event {
  enum Kind {
    case scalar, alias, sequenceStart, mappingStart, collectionEnd
    case documentStart, documentEnd, streamEnd
  }

  var kind: Kind
  var start: Mark
  /// The name of an alias or of the node's anchor; empty if there is none.
  var anchor = Slice.empty
  var tag = Slice.empty
  /// A scalar's value.
  var value = Slice.empty
  /// Whether the text of a scalar decides about its type: it is plain and has no tag, or has the tag `!`.
  var isImplicit = false
}
