import ImagePullCredentials
import PullDiagnosis

/// The invariants of image references.
enum ReferenceCheck {
  static func check(_ input: Span<UInt8>) throws(BrokenInvariant) {
    let text = String(validating: input)
    let outcome = parse(input)
    switch outcome {
    case .success(let reference):
      guard let text else { throw BrokenInvariant("accepted, though it is not UTF-8") }
      try requireEqual(reference.originalText, text, "originalText")
      try checkForms(of: reference)
    case .failure(let error):
      try checkRejection(error, of: input)
    }
    guard let text else { return }
    try requireEqual(describe(parse(text)), describe(outcome), "parsed as a String")
    if let expected = GoReference(text) {
      try requireEqual(GoReference(outcome), expected, "upstream's rules")
    }
  }

  private static func parse(
    _ bytes: Span<UInt8>
  ) -> Result<ImageReference, ImageReference.ParseError> {
    do {
      return .success(try ImageReference(utf8: bytes))
    } catch {
      return .failure(error)
    }
  }

  private static func parse(_ text: String) -> Result<ImageReference, ImageReference.ParseError> {
    do {
      return .success(try ImageReference(text))
    } catch {
      return .failure(error)
    }
  }

  private static func describe(
    _ outcome: Result<ImageReference, ImageReference.ParseError>
  ) -> String {
    switch outcome {
    case .success(let reference): reference.description
    case .failure(let error): error.description
    }
  }

  private static func checkRejection(
    _ error: ImageReference.ParseError, of input: Span<UInt8>
  ) throws(BrokenInvariant) {
    try require(
      (0...input.count).contains(error.offset), "offset \(error.offset) is outside the input")
    try require(
      error.description.utf8.allSatisfy { (0x20..<0x7F).contains($0) },
      "\(error.code): the description is not printable ASCII")
  }

  /// Printing and parsing again changes nothing, in the long form and in the short one.
  private static func checkForms(of reference: ImageReference) throws(BrokenInvariant) {
    let printed = reference.description
    guard let again = try? ImageReference(printed) else {
      throw BrokenInvariant("its own printed form is rejected: \(printed)")
    }
    try requireEqual(again.description, printed, "printed, parsed and printed")
    try requireEqual(again, reference, "printed and parsed")
    try requireEqual(again.hashValue, reference.hashValue, "hash of an equal reference")
    try checkParts(of: reference, and: again)

    // Read on its own, the short form of a Docker Hub repository may name another registry.
    let prefix = reference.isDockerHub ? "docker.io/" : ""
    try requireEqual(try? ImageReference(prefix + reference.familiar), reference, "familiar form")
  }

  private static func checkParts(
    of reference: ImageReference, and again: ImageReference
  ) throws(BrokenInvariant) {
    try requireEqual(again.registry, reference.registry, "registry")
    try requireEqual(again.repository, reference.repository, "repository")
    try requireEqual(again.tag, reference.tag, "tag")
    try requireEqual(again.digest, reference.digest, "digest")
    try require((1...255).contains(reference.repository.utf8.count), "length of the repository")
    let tail =
      (reference.tag.map { ":\($0)" } ?? "") + (reference.digest.map { "@\($0)" } ?? "")
    try requireEqual(reference.name + tail, reference.description, "name, tag and digest")
  }
}

extension GoReference {
  /// The library's result, in the model's terms.
  fileprivate init(_ outcome: Result<ImageReference, ImageReference.ParseError>) {
    switch outcome {
    case .success(let reference):
      let name = reference.name
      self = .parsed(
        name: name, tail: String(reference.description.dropFirst(name.count)))
    case .failure(let error):
      self = .rejected("\(error.code)")
    }
  }
}
