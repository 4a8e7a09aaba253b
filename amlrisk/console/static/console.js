// What every page can do with a keyboard and a living connection; without it every page still works.
"use strict";
