extension Parser {
  /// The start of a document, with directives and `---` or without. A line `---` separates documents before they come here, so
  /// that directives and an explicit start are rare: they take a line break that is no LF.
  mutating func documentStart(isImplicit: Bool) throws(Failure) {
    var kind = try scanner.peek()
    while !isImplicit, kind == .documentEnd {
      scanner.skip()
      kind = try scanner.peek()
    }
    emit(.documentStart, at: scanner.token.start)
    switch kind {
    case .streamEnd:
      state = .end
      return emit(.streamEnd, at: scanner.token.start)
    case .versionDirective, .tagDirective, .documentStart:
      break
    default:
      if isImplicit {
        state = .blockNode
        return
      }
    }
    guard try skipDirectives() == .documentStart else {
      throw failure(.missingDocumentStart, at: scanner.token.start)
    }
    scanner.skip()
    state = .documentContent
  }

  /// Reads directives, and returns what the token after them is.
  private mutating func skipDirectives() throws(Failure) -> Token.Kind {
    while true {
      let kind = try scanner.peek()
      let token = scanner.token
      switch kind {
      case .versionDirective:
        guard !hasVersion else { throw failure(.duplicateVersion, at: token.start) }
        guard isSupportedVersion(token.text) else {
          throw failure(.incompatibleVersion, at: token.start)
        }
        hasVersion = true
      case .tagDirective:
        let handle = scanner.copy(of: token.text)
        for directive in tagDirectives where scanner.copy(of: directive.handle) == handle {
          throw failure(.duplicateTagDirective, at: token.start)
        }
        tagDirectives.append((token.text, token.suffix))
      default: return kind
      }
      scanner.skip()
    }
  }

  private func isSupportedVersion(_ version: Slice) -> Bool {
    scanner.isEqual(version, "1.1") || scanner.isEqual(version, "01.1")
      || scanner.isEqual(version, "1.01") || scanner.isEqual(version, "01.01")
  }

  mutating func documentContent() throws(Failure) {
    switch try scanner.peek() {
    case .versionDirective, .tagDirective, .documentStart, .documentEnd, .streamEnd:
      emptyNode(at: scanner.token.start, then: .documentEnd)
    default: try node(.block, then: .documentEnd)
    }
  }

  mutating func documentEnd() throws(Failure) {
    let kind = try scanner.peek()
    emit(.documentEnd, at: scanner.token.start)
    if kind == .documentEnd { scanner.skip() }
    state = .documentStart
  }
}
