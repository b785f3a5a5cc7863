"""What people may be called, which is to stay text wherever it is shown."""

HOSTILE = (
    *("<script>alert(1)</script>", "</title><script>alert(1)</script>", "<img src=x onerror=alert(1)>", "<b>bold</b>"),
    *('" onmouseover="alert(1)', "' onload='alert(1)", "<!-- hidden", "--> shown", "<![CDATA[x]]>", "</table></body>"),
    *(
        "&lt;b&gt;",
        "&amp;",
        "&#x3c;script&#x3e;",
        "javascript:alert(1)",
        "{{ 7 * 7 }}",
        "{% raw %}",
        "${7*7}",
        "{worker}",
    ),
    *("=1+1", "=HYPERLINK('http://example.org','x')", "=cmd|'/C calc'!A0", "+49 40 123", "-2+3", "@SUM(A1:A9)"),
    *("\t=1+1", "'=1+1", "#N/A", "#REF!", "1e5", "007", "2020-04-06", "TRUE", "None", "nan"),
    *(
        'a "quoted" name',
        "it's",
        "a;b,c",
        "a\nEND:VEVENT\nBEGIN:VALARM",
        "a\r\nATTENDEE:mailto:x@example.org",
        "a\\nb\\,c",
    ),
    *("\u202etxt.exe", "\u2066isolated\u2069", "\u05d3\u05e0\u05d9\u05d0\u05dc", "مريم", "\u200frtl", "e\u0301"),
    *("👩‍⚕️ Ana", "x" * 1500, "a\x1b[2Jb", "a\x00b", "[red]red[/red]", ":smile:", "line\u2028break"),
)
