extension Parser {
  /// The start of a document, with directives and `---` or without. A line `---` separates documents before they come here, so
  /// that directives and an explicit start are rare: they take a line break that is no LF.
  mutating func documentStart(isImplicit: Bool) throws(Failure) -> Event {
    var token = try scanner.peek()
    if !isImplicit {
      while token.kind == .documentEnd {
        scanner.skip()
        token = try scanner.peek()
      }
    }
    switch token.kind {
    case .streamEnd:
      state = .end
      return Event(kind: .streamEnd, start: token.start)
    case .versionDirective, .tagDirective, .documentStart:
      break
    default:
      if isImplicit {
        outerStates.append(.documentEnd)
        state = .blockNode
        return Event(kind: .documentStart, start: token.start)
      }
    }
    let start = token.start
    token = try directives()
    guard token.kind == .documentStart else {
      throw failure(.missingDocumentStart, at: token.start)
    }
    scanner.skip()
    outerStates.append(.documentEnd)
    state = .documentContent
    return Event(kind: .documentStart, start: start)
  }

  /// Reads directives, and returns the token after them.
  private mutating func directives() throws(Failure) -> Token {
    while true {
      let token = try scanner.peek()
      switch token.kind {
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
      default: return token
      }
      scanner.skip()
    }
  }

  private func isSupportedVersion(_ version: Slice) -> Bool {
    scanner.isEqual(version, "1.1") || scanner.isEqual(version, "01.1")
      || scanner.isEqual(version, "1.01") || scanner.isEqual(version, "01.01")
  }

  mutating func documentContent() throws(Failure) -> Event {
    let token = try scanner.peek()
    switch token.kind {
    case .versionDirective, .tagDirective, .documentStart, .documentEnd, .streamEnd:
      leaveNode()
      return Event(kind: .scalar, start: token.start, isImplicit: true)
    default: return try node(.block)
    }
  }

  mutating func documentEnd() throws(Failure) -> Event {
    let token = try scanner.peek()
    if token.kind == .documentEnd { scanner.skip() }
    state = .documentStart
    return Event(kind: .documentEnd, start: token.start)
  }
}
