import ImagePullCredentials
import Testing

/// A valid text, its registry and its repository; the row has its source location.
struct Accepted: Sendable, CustomStringConvertible {
  let text: String
  let registry: String
  let repository: String
  let location: SourceLocation

  init(
    _ text: String, _ registry: String, _ repository: String,
    location: SourceLocation = #_sourceLocation
  ) {
    (self.text, self.registry, self.repository) = (text, registry, repository)
    self.location = location
  }

  var description: String { "\(location.line): \(text.prefix(60))" }

  func check() {
    do {
      let image = try ImageReference(text)
      #expect(image.registry == registry, sourceLocation: location)
      #expect(image.repository == repository, sourceLocation: location)
    } catch {
      Issue.record("\(error)", sourceLocation: location)
    }
  }
}

/// Invalid bytes, the kind of error and its offset; the row has its source location.
struct Refused: Sendable, CustomStringConvertible {
  let bytes: [UInt8]
  let code: ImageReference.ParseError.Code
  let offset: Int
  let location: SourceLocation

  init(
    _ bytes: [UInt8], _ code: ImageReference.ParseError.Code, at offset: Int,
    location: SourceLocation = #_sourceLocation
  ) {
    (self.bytes, self.code, self.offset) = (bytes, code, offset)
    self.location = location
  }

  init(
    _ text: String, _ code: ImageReference.ParseError.Code, at offset: Int,
    location: SourceLocation = #_sourceLocation
  ) {
    self.init(Array(text.utf8), code, at: offset, location: location)
  }

  var description: String {
    "\(location.line): \(String(decoding: bytes.prefix(60), as: UTF8.self))"
  }

  func check() {
    do {
      let image = try ImageReference(utf8: bytes)
      Issue.record("parsed as \(image)", sourceLocation: location)
    } catch {
      #expect(error.code == code, sourceLocation: location)
      #expect(error.offset == offset, sourceLocation: location)
    }
  }
}

/// The text, `count` times.
func run(_ text: String, _ count: Int) -> String {
  String(repeating: text, count: count)
}
