/// Finds the path of a byte in a JSON document, for error messages.
///
/// Decoding itself keeps no path; when it fails, the document is read again up to the place. One
/// pass, no recursion, and no further than the byte sought or the first error.
struct ManifestPath: ~Escapable {
  private var json: JSONReader
  private var frames: [Frame] = []

  /// An open object or array, and which of its members is being read.
  private struct Frame {
    let isObject: Bool
    var members: JSONReader.Members
    var name: JSONString?
    var index: Int?
    var nextIndex = 0
  }

  /// The longest path that is printed in full, in members.
  static let maximumLength = 16

  /// The path of `target` in the document that begins at `start`, such as
  /// `items[3].data[".dockerconfigjson"]`.
  static func text(of target: Int, in bytes: Span<UInt8>, from start: Int) -> String {
    var path = ManifestPath(json: JSONReader(bytes, at: start))
    // An error on the way is the one that is being reported: what is open there is the path.
    try? path.descend(to: target)
    return path.text
  }

  @_lifetime(copy json)
  private init(json: JSONReader) {
    self.json = json
  }

  private mutating func descend(to target: Int) throws(JSONError) {
    repeat {
      let kind = try json.kind()
      guard json.offset < target else { return }
      switch kind {
      case .object: frames.append(Frame(isObject: true, members: try json.beginObject()))
      case .array: frames.append(Frame(isObject: false, members: try json.beginArray()))
      default: try json.skipValue()
      }
      guard json.offset <= target else { return }
      while !frames.isEmpty, try !moveToNextMember() { frames.removeLast() }
    } while !frames.isEmpty
  }

  /// Moves to the next member of the innermost container; false if there is none.
  private mutating func moveToNextMember() throws(JSONError) -> Bool {
    var frame = frames[frames.count - 1]
    // While the reader stands between two members, the path ends at the container.
    frames[frames.count - 1].name = nil
    frames[frames.count - 1].index = nil
    if frame.isObject {
      frame.name = try json.nextName(&frame.members)
      guard frame.name != nil else { return false }
    } else {
      guard try json.nextElement(&frame.members) else { return false }
      frame.index = frame.nextIndex
      frame.nextIndex += 1
    }
    frames[frames.count - 1] = frame
    return true
  }

  private var text: String {
    var text = ""
    for frame in frames.prefix(Self.maximumLength) {
      if let index = frame.index { text += "[\(index)]" }
      if let name = frame.name {
        text += component(ShownKey(json.text(name)).masked, after: text)
      }
    }
    return frames.count > Self.maximumLength ? text + "…" : text
  }

  private func component(_ name: String, after prefix: String) -> String {
    let isPlain = !name.isEmpty && name.utf8.allSatisfy(\.isPlainNameByte)
    guard isPlain else { return "[\(name.debugDescription.printable)]" }
    return prefix.isEmpty ? name : ".\(name)"
  }
}

extension UInt8 {
  /// A letter, digit, `-` or `_`.
  fileprivate var isPlainNameByte: Bool {
    switch self {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
      true
    default: false
    }
  }
}
