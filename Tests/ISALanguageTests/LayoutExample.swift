import Testing

/// A text in canonical layout that shows one thing.
struct LayoutExample: CustomTestStringConvertible, Sendable {

  var name: String
  var text: String
  var testDescription: String { name }

  static let all = [
    LayoutExample(
      name: "blocks",
      text: """
        isa a "t" {
          function f(x: bits(8)) -> bits(8) {
            if x == 0 {
              1
            } else if x == 1 {
              2
            } else {
              match x {
                0000_0000 => { 3 }
                _         => 4
              }
            }
          }
        }

        """),
    LayoutExample(
      name: "continued expressions",
      text: """
        function f() {
          let x = a
            + b
            - c
          let y =
            g(a)
          z = f(
            a,
            b + {
              c
            }
          )
          w = [1,
            2]
          require a
            && b
            else trap t
          if a
            && b {
            c
          }
          let v = if a { b }
            else { c }
          if a { b }
          else { c }
        }

        """),
    LayoutExample(
      name: "rows of a for",
      text: """
        for NAME, code, title in
          (AND, 00, "And"),
          (OR,  01, "Or") {
          instruction NAME title {
            encode (code)
            do { }
          }
        }
        for NAME in (
          AND, OR
        ) {
          mirror NAME
        }

        """),
    LayoutExample(
      name: "continued declarations",
      text: """
        trap page_fault(code: bits(32)): memory
          enters deliver(14, code)
        interrupt timer priority 1
          when IE == 1
          enters deliver(32, 0)
        when vm {
          mirror A,
            B
        }
        names registers: bits(2) =
          "a", "b",
          "c", "d"
        control register X: bits(8) {
          A @ 7..4, B @ 3
          zero @ 2,
            1..0
        }
        modes {
          user       when M == 0
          supervisor when M == 1
            in user
        }

        """),
    LayoutExample(
      name: "instructions",
      text: """
        instruction A "t" {
          source M "p. 1"
          encode 0001 r:3
            0 m:2
            src:address(32, m)
          where m == 1
            && r != 0
          syntax "a"
          do {
            R[r] = 1
          }
        }
        operand address(m: bits(2)) -> bits(32) {
          case (00)
            "x" => 0
          case (01) d:8
            where size == 1
            "y"
            => {
              let z = d
              z
            }
        }

        """),
    LayoutExample(
      name: "a match with long cases",
      text: """
        function f() {
          match x {
            0000 =>
              g(a)
            0001
              n:3 => h(
                n
              )
            0010 => if n {
              1
            } else {
              2
            }
            // the rest
            _ => match y {
              0 => 1
              1 => 2
            }
          }
        }

        """),
    LayoutExample(
      name: "comments",
      text: """
        // file
        isa a {
          // before
          mirror A,
            // within
            B
          // at the end
        }
        // after

        """),
    LayoutExample(
      name: "braces on lines of their own",
      text: """
        function f()
        {
          if a
          {
            b
          }
          {
            c
          }
        }

        """),
  ]
}
