"""The keys that a USB keyboard has, and what each is called elsewhere: a table, by Linux' numbers.

Facts of the HID Usage Tables (page 7), of Linux' ``input-event-codes.h``, of Microsoft's keyboard
scan code specification and virtual keys, and of Apple's ``Events.h``. Several keys have one number
in some codesets: the first row counts, as in libvirt, against which a test holds every row. One
differs: the backslash of a US keyboard is usage 31, and libvirt's 32 is the key beside Return that
other keyboards have.
"""

from __future__ import annotations

from typing import Final

__all__ = ["KEYS"]

# USB, Linux and then, in hex: AT set 1, AT set 2, AT set 3, macOS, Windows; "-" is none.
# The names go without the KEY_ of Linux and the VK_ of Windows.
# fmt: off
KEYS: Final = """
29   1    1   76  8 35 1b ESC              ESCAPE           Escape
1e   2    2   16 16 12 31 1                1                ANSI_1
1f   3    3   1e 1e 13 32 2                2                ANSI_2
20   4    4   26 26 14 33 3                3                ANSI_3
21   5    5   25 25 15 34 4                4                ANSI_4
22   6    6   2e 2e 17 35 5                5                ANSI_5
23   7    7   36 36 16 36 6                6                ANSI_6
24   8    8   3d 3d 1a 37 7                7                ANSI_7
25   9    9   3e 3e 1c 38 8                8                ANSI_8
26  10    a   46 46 19 39 9                9                ANSI_9
27  11    b   45 45 1d 30 0                0                ANSI_0
2d  12    c   4e 4e 1b bd MINUS            OEM_MINUS        ANSI_Minus
2e  13    d   55 55 18 bb EQUAL            OEM_PLUS         ANSI_Equal
2a  14    e   66 66 33  8 BACKSPACE        BACK             Delete
2b  15    f    d  d 30  9 TAB              TAB              Tab
14  16   10   15 15  c 51 Q                Q                ANSI_Q
1a  17   11   1d 1d  d 57 W                W                ANSI_W
08  18   12   24 24  e 45 E                E                ANSI_E
15  19   13   2d 2d  f 52 R                R                ANSI_R
17  20   14   2c 2c 11 54 T                T                ANSI_T
1c  21   15   35 35 10 59 Y                Y                ANSI_Y
18  22   16   3c 3c 20 55 U                U                ANSI_U
0c  23   17   43 43 22 49 I                I                ANSI_I
12  24   18   44 44 1f 4f O                O                ANSI_O
13  25   19   4d 4d 23 50 P                P                ANSI_P
2f  26   1a   54 54 21 db LEFTBRACE        OEM_4            ANSI_LeftBracket
30  27   1b   5b 5b 1e dd RIGHTBRACE       OEM_6            ANSI_RightBracket
28  28   1c   5a 5a 24  d ENTER            RETURN           Return
e0  29   1d   14 11 3b 11 LEFTCTRL         CONTROL          Control
04  30   1e   1c 1c  0 41 A                A                ANSI_A
16  31   1f   1b 1b  1 53 S                S                ANSI_S
07  32   20   23 23  2 44 D                D                ANSI_D
09  33   21   2b 2b  3 46 F                F                ANSI_F
0a  34   22   34 34  5 47 G                G                ANSI_G
0b  35   23   33 33  4 48 H                H                ANSI_H
0d  36   24   3b 3b 26 4a J                J                ANSI_J
0e  37   25   42 42 28 4b K                K                ANSI_K
0f  38   26   4b 4b 25 4c L                L                ANSI_L
33  39   27   4c 4c 29 ba SEMICOLON        OEM_1            ANSI_Semicolon
34  40   28   52 52 27 de APOSTROPHE       OEM_7            ANSI_Quote
35  41   29    e  e 32 c0 GRAVE            OEM_3            ANSI_Grave
e1  42   2a   12 12 38 a0 LEFTSHIFT        LSHIFT           Shift
31  43   2b   5d 5c 2a dc BACKSLASH        OEM_5            ANSI_Backslash
1d  44   2c   1a 1a  6 5a Z                Z                ANSI_Z
1b  45   2d   22 22  7 58 X                X                ANSI_X
06  46   2e   21 21  8 43 C                C                ANSI_C
19  47   2f   2a 2a  9 56 V                V                ANSI_V
05  48   30   32 32  b 42 B                B                ANSI_B
11  49   31   31 31 2d 4e N                N                ANSI_N
10  50   32   3a 3a 2e 4d M                M                ANSI_M
36  51   33   41 41 2b bc COMMA            OEM_COMMA        ANSI_Comma
37  52   34   49 49 2f be DOT              OEM_PERIOD       ANSI_Period
38  53   35   4a 4a 2c bf SLASH            OEM_2            ANSI_Slash
e5  54   36   59 59 3c a1 RIGHTSHIFT       RSHIFT           RightShift
55  55   37   7c 7e 43 6a KPASTERISK       MULTIPLY         ANSI_KeypadMultiply
e2  56   38   11 19 3a 12 LEFTALT          MENU             Option
2c  57   39   29 29 31 20 SPACE            SPACE            Space
39  58   3a   58 14 39 14 CAPSLOCK         CAPITAL          CapsLock
3a  59   3b    5  7 7a 70 F1               F1               F1
3b  60   3c    6  f 78 71 F2               F2               F2
3c  61   3d    4 17 63 72 F3               F3               F3
3d  62   3e    c 1f 76 73 F4               F4               F4
3e  63   3f    3 27 60 74 F5               F5               F5
3f  64   40    b 2f 61 75 F6               F6               F6
40  65   41   83 37 62 76 F7               F7               F7
41  66   42    a 3f 64 77 F8               F8               F8
42  67   43    1 47 65 78 F9               F9               F9
43  68   44    9 4f 6d 79 F10              F10              F10
53  69   45   77 76 47 90 NUMLOCK          NUMLOCK          ANSI_KeypadClear
47  70   46   7e 5f  - 91 SCROLLLOCK       SCROLL           -
5f  71   47   6c 6c 59 67 KP7              NUMPAD7          ANSI_Keypad7
60  72   48   75 75 5b 68 KP8              NUMPAD8          ANSI_Keypad8
61  73   49   7d 7d 5c 69 KP9              NUMPAD9          ANSI_Keypad9
56  74   4a   7b 4e 4e 6d KPMINUS          SUBTRACT         ANSI_KeypadMinus
5c  75   4b   6b 6b 56 64 KP4              NUMPAD4          ANSI_Keypad4
5d  76   4c   73 73 57 65 KP5              NUMPAD5          ANSI_Keypad5
5e  77   4d   74 74 58 66 KP6              NUMPAD6          ANSI_Keypad6
57  78   4e   79 7c 45 6b KPPLUS           ADD              ANSI_KeypadPlus
59  79   4f   69 69 53 61 KP1              NUMPAD1          ANSI_Keypad1
5a  80   50   72 72 54 62 KP2              NUMPAD2          ANSI_Keypad2
5b  81   51   7a 7a 55 63 KP3              NUMPAD3          ANSI_Keypad3
62  82   52   70 70 52 60 KP0              NUMPAD0          ANSI_Keypad0
63  83   53   71 71 41 6e KPDOT            DECIMAL          ANSI_KeypadDecimal
94  85   76   5f  -  -  - ZENKAKUHANKAKU   -                -
64  86   56   61 13  - e2 102ND            OEM_102          -
44  87   57   78 56 67 7a F11              F11              F11
45  88   58    7 5e 6f 7b F12              F12              F12
87  89   73   51  - 5e e2 RO               OEM_102          JIS_Underscore
92  90   78   63  -  - 15 KATAKANA         KANA             -
93  91   77   62 87  -  - HIRAGANA         -                -
8a  92   79   64 86  - 1c HENKAN           CONVERT          -
88  93   70   13 87  - f2 KATAKANAHIRAGANA OEM_COPY         -
8b  94   7b   67 85  - 1d MUHENKAN         NONCONVERT       -
8c  95   5c   27  - 5f  - KPJPCOMMA        -                JIS_KeypadComma
58  96 e01c e05a 79 4c  - KPENTER          -                ANSI_KeypadEnter
e4  97 e01d e014 58 3e a3 RIGHTCTRL        RCONTROL         RightControl
54  98 e035 e04a 4a 4b 6f KPSLASH          DIVIDE           ANSI_KeypadDivide
46  99   54   7f 57  - 2c SYSRQ            SNAPSHOT         -
e6 100 e038 e011 39 3d a5 RIGHTALT         RMENU            RightOption
4a 102 e047 e06c 6e 73 24 HOME             HOME             Home
52 103 e048 e075 63 7e 26 UP               UP               UpArrow
4b 104 e049 e07d 6f 74 21 PAGEUP           PRIOR            PageUp
50 105 e04b e06b 61 7b 25 LEFT             LEFT             LeftArrow
4f 106 e04d e074 6a 7c 27 RIGHT            RIGHT            RightArrow
4d 107 e04f e069 65 77 23 END              END              End
51 108 e050 e072 60 7d 28 DOWN             DOWN             DownArrow
4e 109 e051 e07a 6d 79 22 PAGEDOWN         NEXT             PageDown
49 110 e052 e070 67  - 2d INSERT           INSERT           -
4c 111 e053 e071 64 75 2e DELETE           DELETE           ForwardDelete
ef 113 e020 e023 9c 4a ad MUTE             VOLUME_MUTE      Mute
ee 114 e02e e021 9d 49 ae VOLUMEDOWN       VOLUME_DOWN      VolumeDown
ed 115 e030 e032 95 48 af VOLUMEUP         VOLUME_UP        VolumeUp
66 116 e05e e037  -  -  - POWER            -                -
67 117   59    f  - 51  - KPEQUAL          -                ANSI_KeypadEquals
48 119 e046 e077 62  - 13 PAUSE            PAUSE            -
85 121   7e   6d  -  - 6c KPCOMMA          -                -
90 122   72    -  - 68 16 HANGEUL          -                JIS_Kana
91 123   71    -  - 66 1a HANJA            -                JIS_Eisu
89 124   7d   6a 5d 5d dc YEN              OEM_5            JIS_Yen
e3 125 e05b e01f 8b 37 5b LEFTMETA         LWIN             Command
e7 126 e05c e027 8c 36 5c RIGHTMETA        RWIN             RightCommand
65 127 e05d e02f 8d 6e 5d COMPOSE          APPS             -
f3 128 e068 e028  a  - a9 STOP             BROWSER_STOP     -
79 129 e005    -  b  -  - AGAIN            -                -
7a 131 e007    - 10  -  - UNDO             -                -
77 132 e00c    -  -  -  - FRONT            -                -
7c 133 e078    - 18  -  - COPY             -                -
74 134   64    - 20  -  - OPEN             -                -
7d 135   65    - 28  -  - PASTE            -                -
f4 136 e041    - 30  -  - FIND             -                -
7b 137 e03c    - 38  -  - CUT              -                -
75 138 e075    -  9 72 2f HELP             HELP             Help
76 139 e01e    - 91  -  - MENU             -                -
fb 140 e021 e02b a3  -  - CALC             -                -
f8 142 e05f e03f  -  - 5f SLEEP            SLEEP            -
f0 150 e002    -  -  -  - WWW              -                -
f9 152 e012    - 96  -  - SCREENLOCK       -                -
f1 158 e06a e038  -  - a6 BACK             BROWSER_BACK     -
f2 159 e069 e030  -  - a7 FORWARD          BROWSER_FORWARD  -
ec 161   6c    -  -  -  - EJECTCD          -                -
eb 163 e019 e04d 93  - b0 NEXTSONG         MEDIA_NEXT_TRACK -
e8 164 e022 e034  -  - b3 PLAYPAUSE        MEDIA_PLAY_PAUSE -
ea 165 e010 e015 94  - b1 PREVIOUSSONG     MEDIA_PREV_TRACK -
e9 166 e024 e03b 98  - b2 STOPCD           MEDIA_STOP       -
fa 173 e067 e020  -  - a8 REFRESH          BROWSER_REFRESH  -
f7 176 e008    -  -  -  - EDIT             -                -
f5 177   75    -  -  -  - SCROLLUP         -                -
f6 178 e00f    -  -  -  - SCROLLDOWN       -                -
b6 179 e076    -  -  -  - KPLEFTPAREN      -                -
b7 180 e07b    -  -  -  - KPRIGHTPAREN     -                -
68 183   5d   2f 7f 69 7c F13              F13              F13
69 184   5e   37 80 6b 7d F14              F14              F14
6a 185   5f   3f 81 71 7e F15              F15              F15
6b 186   55    - 82 6a 7f F16              F16              F16
6c 187 e003    - 83 40 80 F17              F17              F17
6d 188 e077    -  - 4f 81 F18              F18              F18
6e 189 e004    -  - 50 82 F19              F19              F19
6f 190   5a    -  - 5a 83 F20              F20              F20
70 191   74    -  -  - 84 F21              F21              -
71 192 e079    -  -  - 85 F22              F22              -
72 193   6d    -  -  - 86 F23              F23              -
73 194   6f    -  -  - 87 F24              F24              -
"""
# fmt: on
