import ImagePullCredentials

/// Finds the position of a field in an object's JSON text: the inverse of ``ManifestPath``.
///
/// One pass over the text up to the field, no recursion. For a missing field, it returns the place of the
/// innermost existing one, where an editor has to add it.
package struct FieldLocator: ~Escapable {
  /// One step from a value into it.
  package enum Step: Sendable, Hashable {
    /// The member with this name, compared as bytes; the last one, as in Go's decoder.
    case member(String)
    /// The element at this place, from 0.
    case element(Int)
    /// The element whose member `name` has this value, such as a container.
    case named(String)
  }

  private let bytes: Span<UInt8>

  @_lifetime(copy bytes)
  package init(_ bytes: Span<UInt8>) {
    self.bytes = bytes
  }

  /// The start of the field at `steps`: its name in an object, its value in an array.
  ///
  /// - Parameters:
  ///   - steps: the path from the object at `start`.
  ///   - start: where the object begins.
  /// - Returns: the offset, and whether the whole path exists.
  package func offset(of steps: [Step], from start: Int) -> (offset: Int, isFound: Bool) {
    var value = start
    var shown = start
    for step in steps {
      guard let next = take(step, intoValueAt: value) else { return (shown, false) }
      (shown, value) = (next.shown, next.value)
    }
    return (shown, true)
  }

  /// The result of a step: the place to show, and the value there. nil if it does not exist, or the text
  /// before it is not valid JSON.
  private func take(_ step: Step, intoValueAt offset: Int) -> (shown: Int, value: Int)? {
    var json = JSONReader(bytes, at: offset)
    var found: (shown: Int, value: Int)?
    do {
      switch (step, try json.kind()) {
      case (.member(let name), .object):
        var members = try json.beginObject()
        while let member = try json.nextName(&members) {
          if json.text(member).utf8.elementsEqual(name.utf8) {
            found = (member.start - 1, json.offset)
          }
          try json.skipValue()
        }
      case (.element(let index), .array):
        var members = try json.beginArray()
        var position = 0
        while found == nil, try json.nextElement(&members) {
          _ = try json.kind()
          if position == index { found = (json.offset, json.offset) }
          try json.skipValue()
          position += 1
        }
      case (.named(let name), .array):
        var members = try json.beginArray()
        while found == nil, try json.nextElement(&members) {
          _ = try json.kind()
          let start = json.offset
          if nameOfObject(at: start)?.utf8.elementsEqual(name.utf8) == true {
            found = (start, start)
          }
          try json.skipValue()
        }
      default: break
      }
    } catch {
      // A result before invalid JSON counts.
    }
    return found
  }

  private func nameOfObject(at offset: Int) -> String? {
    guard let member = take(.member("name"), intoValueAt: offset) else { return nil }
    var json = JSONReader(bytes, at: member.value)
    guard let name = try? json.string() else { return nil }
    return json.text(name)
  }
}

extension FieldLocator.Step {
  /// The steps of a path in the form of errors and findings, such as `spec.containers[0].image` or
  /// `data[".dockerconfigjson"]`.
  package static func steps(ofPath path: String) -> [FieldLocator.Step] {
    var steps: [FieldLocator.Step] = []
    var rest = Array(path.utf8)[...]
    while let first = rest.first {
      switch first {
      case UInt8(ascii: "."):
        rest.removeFirst()
      case UInt8(ascii: "["):
        let isQuoted = rest.dropFirst().first == UInt8(ascii: "\"")
        let end = closing(of: rest, isQuoted: isQuoted)
        let inner = rest[rest.startIndex..<end].dropFirst(isQuoted ? 2 : 1)
          .dropLast(isQuoted ? 1 : 0)
        let text = String(decoding: inner, as: UTF8.self)
        if isQuoted {
          steps.append(.member(text))
        } else if let index = Int(text) {
          steps.append(.element(index))
        }
        rest = rest[end...].dropFirst()
      default:
        let end = rest.firstIndex { $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: "[") }
        let name = rest[rest.startIndex..<(end ?? rest.endIndex)]
        steps.append(.member(String(decoding: name, as: UTF8.self)))
        rest = rest[(end ?? rest.endIndex)...]
      }
    }
    return steps
  }

  /// The index of the bracket that closes the one at the start of `text`; its end if there is none.
  private static func closing(of text: ArraySlice<UInt8>, isQuoted: Bool) -> Int {
    let bracket = UInt8(ascii: "]")
    guard isQuoted else { return text.firstIndex(of: bracket) ?? text.endIndex }
    return text.indices.dropFirst(2).first { index in
      text[index] == bracket && text[index - 1] == UInt8(ascii: "\"")
    } ?? text.endIndex
  }
}

// MARK: - From a place to its path

/// Finds the path of a byte in a JSON document, for error messages.
///
/// Decoding keeps no path; if it fails, the document is read again up to the place. One pass, no
/// recursion, and not beyond the byte or the first error.
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
    // An error on the way is the reported one: the open containers are the path.
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
    // While the reader is between two members, the path ends at the container.
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
